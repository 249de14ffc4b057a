SELECT 1a,2.e,.5.5,0x,1e+,$,-$-1,[a]]b],"a""b",N'a''b',a.b..c,@@x,@,#,##t,::f(),a::b::c FROM t--x
;;;GO 2
/*/**/*/SELECT/**/1/*
