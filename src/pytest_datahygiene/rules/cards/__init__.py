"""Card data: numbers and security codes that nobody but the payment provider should hold."""
