"""What is wrong (校验), how the bureau would score the work (考核评分), and both as a reviewer takes them away."""
