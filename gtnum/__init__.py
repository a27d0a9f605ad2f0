"""The command line, the settings, the wiring and the library folder."""
