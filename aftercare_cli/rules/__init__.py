"""Pure rules: records and a moment in, conclusions and findings out."""
