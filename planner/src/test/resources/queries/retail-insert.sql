-- Rows are dealt to the slots of the table they go to.
INSERT INTO returns SELECT sale_id, 'wrong size' FROM sales WHERE quantity > 15
