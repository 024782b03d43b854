"""Forms generated from the declarations of fields, and their editors."""
