"""Form families (表样), one unit-year's figures (填报数据) and what is computed from them."""
