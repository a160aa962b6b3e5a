showcaseSearch.part("year",[["2016","2023","2024","2025"],"*)('"])
