showcaseSearch.part("index",{"docs":4,"bits":1,"block":14,"tag":"9dd4090d"})
