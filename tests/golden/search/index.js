showcaseSearch.part("index",{"docs":18,"long":6,"bits":1,"block":20,"tag":"bf85fa12","size":3341,"chars":376})
