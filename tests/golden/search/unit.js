showcaseSearch.part("unit",[["","示例检验院","第一党支部"],")(())''''(''()('()"])
