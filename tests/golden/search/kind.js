showcaseSearch.part("kind",[["先进典型","先进班组","志愿服务","支部品牌"],"*')("])
