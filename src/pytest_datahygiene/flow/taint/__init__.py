"""Where labelled data goes: through variables, calls and objects, from function to function."""
