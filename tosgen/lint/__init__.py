"""Rules over library, catalogs and documents; a rule is a function, the list of rules is the specification."""
