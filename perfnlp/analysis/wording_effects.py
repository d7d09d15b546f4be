"""The words around a degree word that make it speak of an effect.

Effect verbs and nouns are lists; which degree words go with any verb, which can end
a clause as its predicate, and which neighbours turn a word into a name are here too.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _either(*lists: str) -> str:
    return "|".join(sorted(_words(" ".join(lists)), key=lambda word: (-len(word), word)))


_GAIN = """提升 提高 改善 增强 促进 优化 缓解 减轻 增进 提振 改观 好转 增收 激发 调动 丰富 向好 增效
    提效 改进(?!展)"""
_SERVICE = """保障 保证 维护 推动 完善 健全 带动 规范 加强 强化 加快 拓宽 巩固 扩大 拓展 方便 便利 解决
    满足 深化 消除 净化 美化 夯实 化解 防范 避免 节约 节省 支撑 支持 助力 控制 排除 营造 凝聚
    惠及 整治 治理 防止 预防 挽回 破解 杜绝 盘活 激活 补齐 释放 引导 培育 壮大 传承 弘扬 普及
    形成 建立 构建 显现 转变 恢复 发挥 发展 进步 突破 见效 受益 撬动 拉动 吸引 打击 震慑 树立
    充实 增长 增加 上升 攀升 增大 增多 回升 遏制 抑制 改变 变化 升级 健康 投入使用 发扬 彰显
    展现 提档 塑造 引领 辐射 保护 管控 打通 扩充 提速 降本 修复 延长 扭转 疏通 加深 筑牢 补上
    修补 绝迹 跃升 跃进 迸发 养成 集聚 融合 趋好 回暖 复苏 繁荣 活跃 缓和 攻克 根治 根除 肃清 清除
    稳固 释放 抬升 翻番 受控 可控 拓宽 延伸 衔接 转化 树牢 提质 增产 增速 夯牢 兜牢"""
_FALL = """下降 降低 减少 下滑 回落 恶化 萎缩 减弱 走低 缩短 缩小 压降 压减 压缩 削减 收窄 减缓 削弱 退步
    倒退"""

GAIN_VERBS = _either(_GAIN)
"""Verbs that word an effect by themselves: 提升 alone is degree 2."""
EFFECT_VERBS = _either(_GAIN, _SERVICE, _FALL)
"""Verbs that word an effect beside a degree word, or when finished (了)."""
ALWAYS_WORSE = _either("恶化 加剧 加重 反弹 退化(?!林) 倒退 退步 萎缩")
SLIGHTLY = rf"(?<![大最])(?:[稍略微][有见]?|小有|些许|少许)(?:{EFFECT_VERBS}|[增升减降缓好强])"
SLIGHT_AFTER = r"得?(?:了?(?:一[些点]|[些点])|不多|不大|不强|缓慢|较慢|偏慢|很慢|乏力|甚少)(?=$|[、)）])"
"""What makes an effect slight before or behind its verb: 稍减, 提升缓慢."""
GROWING = rf"渐[趋渐]?(?:浓厚?|强|好|优|稳|佳|{EFFECT_VERBS})|(?:向|趋)(?:好|优|稳)(?:发展|态势)?$"
"""What grows by degrees: 渐浓."""
STILL_BAD = (
    r"(?:依然|依旧|仍然?|还是)(?:较为|比较|十分|很|较)?(?:突出|严重|存在|在|较[重多大]|沉重|明显)|[并均]?不减(?!反|少)"
)
GOOD_SUBJECTS = _either("收入 产值 利润 税收 销售额 游客 客流 产量 效益 满意度 营业额 就业")
WORSENING = _either("下降 下滑 回落 走低 减弱")
"""Falling verbs that tell bad news unless what falls is bad itself."""
FINISHED = _either(
    """保障 保证 维护 推动 完善 健全 带动 规范 加强 强化 加快 拓宽 巩固 扩大 拓展 方便 便利 解决
    满足 深化 消除 净化 美化 夯实 化解 节约 营造 凝聚 降低 减少 缩短 增加 遏制 改变 保护 管控
    杜绝 减缓 扩充 充实"""
)
"""Verbs that word an effect without a degree word once they are finished (了)."""
RISE_VERBS = _either("增长 增加 上升 攀升 增多 加重 拉大")

EFFECT_NOUNS = _either(
    """效果 成效 实效 效益 成果 成绩(?!效) 作用 影响 保障 变化 氛围 环境 秩序 进展 进步 进度 反响
    局面 态势 口碑 基础 形象 支撑 贡献 情况 状况 状态 运行 质量 水平 能力 意识 作风 面貌 收益
    条件 生态 关系 效率 评价 体验 信誉 表现 循环 习惯 风气 风尚 满意度 积极性 功能 意义 促进作用
    改观 收入 幅度 程度 趋势 势头 示范 竞争力 获得感 幸福感 安全感 机制 设施 服务 科学性 规范性
    及时性"""
)
BAD_NOUNS = _either(
    """成本 负担 投诉 事故 案件 发案 隐患 污染 能耗 排放 风险 压力 死亡 返贫 犯罪 违法 违规 违建
    拥堵 贫困 失业 噪音 噪声 损失 矛盾 纠纷 浪费 上访 信访 发病 费用 支出 经费 时间 用时 时限
    时长 缺口 不良 差距 故障 差错 失误 灾害 伤亡 损耗 债务 距离 环节 扬尘 垃圾 浓度 超标 逾期
    空置 流失 感染 患病 赤字 占用 占道 难题 三公 诈骗 火灾 警情 传播(?!力|效|效果|量|面) 数量差 误差 材料 跑动 次数
    漏损 退化 磨损 强度"""
)
WORSE_WHEN_MORE = _either(
    "差距 短板 投诉 事故 案件 发案 隐患 污染 返贫 犯罪 失业 纠纷 信访 上访 风险 拥堵 差错 伤亡 能耗 负担"
)

FREE = _words(
    """显著 明显 大幅 大幅度 极大 大大 大为 有所 略有 略微 稍有 小幅 小幅度 微幅 稍许 稍加 小有 更加 更为 日趋
    日渐 渐趋 趋于 成倍 一些 一点 有点 越来越"""
)
"""Degree words that go with any verb at all."""
HALF_NEGATIONS = ("不够", "不太", "不甚", "不是很")
"""Negations that leave a slight effect."""
ENTIRELY_DENIED = _words("明显 显著 大幅")
"""Degree words whose plain denial (不明显) leaves nothing; 不扎实 leaves a slight effect."""
PREDICATES = _words(
    "显著 明显 突出 优秀 较好 良好 优良 较大 很大 很好 较强 较高 有限 一般 较小 较快 微弱 不大 斐然 丰硕 深远"
    " 浓厚 理想 扎实 极高 极好 极强 很强 很快 很浓 强劲 可观 偏弱 较弱 平平 尚可 卓著 迅猛 良性 十分突出"
)
"""Degree words that can end a clause as its predicate: 效果明显."""
ALONE = PREDICATES | _words("有效 彻底")
"""Degree words that can be a whole cell."""
CELLS = {
    "优": 4,
    "充分发挥": 4,
    "得到充分发挥": 4,
    "良": 3,
    "中": 2,
    "中等": 2,
    "尚可": 2,
    "差": 0,
    "较低": 0,
    "偏低": 0,
    "很低": 0,
    "跃升": 4,
    "飞跃": 4,
}
"""Values of a scale that are a whole cell."""
NOUN_ONLY = _words("积极 重要 重大")
"""Degree words that tell manner before a verb: 积极推动."""
OPEN = _words(
    """显著 明显 大幅 有效 切实 有力 强力 根本 根本性 从根本上 彻底 极大 迅速 快速 持续 稳步 不断 逐步 逐渐 日益
    进一步 有所 略有"""
)
"""Degree words that make an effect of any verb of two characters that ends the clause, but an activity's."""
ACTIVITIES = _either(
    """完成 开展 推进 落实 实施 执行 覆盖 组织 履行 做好 抓好 启动 建成 验收 使用 到位 服务 管理 检查 建设 运行
    整改 拨付 发放 支付 核查 监督 学习 宣传 培训 贯彻 部署 跟进 进行 达标 达到 及时 合格 通过 办理 处理 处置
    稳定 畅通 安全 持平 执法 监管 监测 巡查 排查 配合 参与 问题 困难 不足 滞后 缺失 偏高 偏低 不高 不强 报告
    数据 工作 任务 项目 资金 计划 投入 利用 运转 运营 供应 供给 供水 供电 供热 生产 经营 开放 公开 申报 审核
    不符 不均 不实 规定 要求 相关 措施 应对 回应 联系 沟通 协调 调整 取消 延期 流失 减员 短缺 缺口 超支 超标
    高于 低于 优于 好于"""
)
"""Verbs and nouns that word no effect, whatever stands beside them."""
HEDGES = _words("部分 局部 基本")
"""Degree words that hedge completion beside any but the plainest effect verbs: 基本解决."""
NOUN_MODIFIERS = _words("""显著 明显 突出 极大 根本性 巨大 重大 长足 质的 历史性 突破性 较好 良好 优良 较大 很大 很好
    较强 重要 积极 深远 浓厚 有力 坚实 坚强 强有力 有效 扎实 一定 初步 有限 微弱 些许 丰硕 较高
    优秀 卓越""")
"""Degree words that can stand before an effect noun: 良好的社会效益."""

NAMES_AFTER = (
    "位置|地方|地段|标志|标识|标牌|标示|处|问题|矛盾|短板|不足|不够|不高|不强|差距|滞后|缓慢|偏|缺|违|错"
    "|特征|特点|部位|投资|期|证|发明|专利"
    "|公司|责任|户|困难|难度|规模|数量|比例|时间|时期|范围|资金|金额|难|压力|阻力|风险|事故|隐患|安全|案"
    "|项目|工程|事项|会议|活动|节点|失误|侧重|延|推迟|差异|出入|超|波动|反弹|为"
)
"""What follows a degree word that is part of a name or of a complaint."""
BAD_SUBJECTS = (
    "问题|矛盾|差距|短板|污染|投诉|不足|缺口|难度|压力|困难|阻力|风险|弱项|偏差|任务|分歧|结转|结余"
    "|受[^,，。]{1,12}影响"
)
"""What is 突出 or 较大 without being an effect."""
NAMES_AFTER_VERB = (
    "工程|项目|行动|计划|资金|经费|建设|改造|中心|方案|培训|活动|会(?!效|主)|处|专项|任务|类|三年|试点"
    "|补助|奖补|示范|政策|规划|制度改革|率|法"
)
"""What follows an effect verb that is part of a name: 素质提升工程."""
NEEDS = "有待(?:于)?|亟待|亟需|急需|仍需|尚需|还需|需要?|须|仍要|应当|下一步|下步|今后"
"""What comes before an effect that is still to come."""
FAULTS = (
    "明显|显著|理想|充分|完善|完备|健全|扎实|高|强|佳|好|到位|规范|大|深入|科学|合理|突出|优|准确|平衡"
    "|牢固|紧密|顺畅|满意|彻底|全面|细致|精准|有力"
)
"""What a thing is not, where the text finds fault with it."""
