create procedure hr.SyncBadge as
set nocount on

delete b
from   hr.Badge as b
       left join hr.Staff as s on s.EmpNo = b.EmpNo
where  s.EmpNo is null

insert hr.Badge (EmpNo, Hired)
select s.EmpNo, s.Hired
from   hr.Staff as s
where  s.EmpNo not in (select EmpNo from hr.Badge)
order by s.Hired desc, s.EmpNo
go
