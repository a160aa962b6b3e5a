showcaseSearch.part("index",{"docs":4,"bits":1,"block":14,"tag":"9dd4090d","size":1529,"chars":350})
