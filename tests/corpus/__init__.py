"""Ten real projects, checked, with every finding read and judged."""
