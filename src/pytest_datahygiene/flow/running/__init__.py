"""Code that is run without being Python's: a small evaluator over ``FunctionCoded``, which touches nothing."""
