"""Documents that people bring or withdraw: what arrives, who asks, which task."""
