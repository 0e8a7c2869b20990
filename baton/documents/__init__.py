"""文档: YAML, Excel and text files in and out; every fault with its place and remedy, all reported together."""
