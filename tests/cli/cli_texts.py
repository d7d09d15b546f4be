"""Two fictional reports that the tests of the command line share."""

REPORT = (
    "桐岭县图书馆2023年度项目支出绩效自评报告\n\n"
    "一、指标完成情况\n\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析\n"
    "产出指标\t数量指标\t举办读书活动场次\t≥12场\t13场\t10\t10\t\n"
    "\t质量指标\t=图书上架准确率\t≥98%\t96%\t10\t9\t人手不足\n"
    "效益指标\t社会效益\t读者阅读条件\t明显改善\t有所改善\t5\t5\t\n"
    "\t可持续影响\t开放自习室\t开放2间\t尚未开放\t5\t0\t消防未验收\n"
)
OTHER = REPORT.replace("桐岭县图书馆", "桐岭县文化馆").replace("13场", "9场")
