"""Saved workbooks that people have worked in: what they added, changing parts in place, and carrying additions over."""
