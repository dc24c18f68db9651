"""What the sheets of a workbook are called that are no forms: findings name them, buttons go to them."""

HOME = "首页"
CHECKS = "校验"
ALL_CHECKS = "全部校验"
REPORT_TEXT = "报告正文"
OPTIONS = "选项"
UNPLACED = "待处理"
