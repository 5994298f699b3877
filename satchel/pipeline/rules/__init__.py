"""Site rules: what to read on pages of sites where the general ways fail. One TOML file a site."""
