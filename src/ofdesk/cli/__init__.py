"""The command line; imports no Qt."""
