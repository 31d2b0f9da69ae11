"""What commands show: each module turns conclusions about one noun into a Report."""
