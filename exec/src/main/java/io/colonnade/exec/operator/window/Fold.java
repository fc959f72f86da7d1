package io.colonnade.exec.operator.window;

import io.colonnade.core.plan.WindowFunction;

/// What is computed of many doubles, part by part, as a few doubles.
///
/// *Contract*: parts may be merged in any order; none is ever taken out again, so that nothing drifts.
interface Fold {
    /// Doubles of a state.
    int width();

    void clear(double[] state);

    void add(double[] state, double value);

    /// Adds another part.
    void merge(double[] state, double[] other);

    double result(double[] state);

    static Fold of(WindowFunction function) {
        return function == WindowFunction.SUM ? new Sum() : new Deviations();
    }

    /// The sum, with what additions have lost.
    record Sum() implements Fold {
        @Override
        public int width() {
            return 2;
        }

        @Override
        public void clear(double[] state) {
            state[0] = 0;
            state[1] = 0;
        }

        @Override
        public void add(double[] state, double value) {
            double old = state[0];
            double sum = old + value;
            state[1] += Math.abs(old) >= Math.abs(value) ? (old - sum) + value : (value - sum) + old;
            state[0] = sum;
        }

        @Override
        public void merge(double[] state, double[] other) {
            add(state, other[0]);
            state[1] += other[1];
        }

        @Override
        public double result(double[] state) {
            // Infinity less infinity was lost nowhere.
            return Double.isFinite(state[0]) ? state[0] + state[1] : state[0];
        }
    }

    /// Count, mean and sum of squared differences to the mean, of Welford and Chan.
    record Deviations() implements Fold {
        @Override
        public int width() {
            return 3;
        }

        @Override
        public void clear(double[] state) {
            state[0] = 0;
            state[1] = 0;
            state[2] = 0;
        }

        @Override
        public void add(double[] state, double value) {
            state[0]++;
            double delta = value - state[1];
            state[1] += delta / state[0];
            state[2] += delta * (value - state[1]);
        }

        @Override
        public void merge(double[] state, double[] other) {
            if (other[0] == 0) {
                return;
            }
            double count = state[0] + other[0];
            double delta = other[1] - state[1];
            state[2] += other[2] + delta * delta * (state[0] * other[0] / count);
            state[1] += delta * (other[0] / count);
            state[0] = count;
        }

        @Override
        public double result(double[] state) {
            return state[2];
        }
    }
}
