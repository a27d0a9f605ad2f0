"""What WordPress stores and exports: posts, and whole blogs."""
