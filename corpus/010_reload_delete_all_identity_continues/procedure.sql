/* price list for the web shop, rebuilt every night */
create procedure dbo.LoadPriceList
as
set nocount on

delete from dbo.PriceList

insert into dbo.PriceList (ArticleNo, Price, Origin)
select a.ArticleNo,
       coalesce(a.ListPrice, g.GroupPrice),
       case when a.ListPrice is null then 'G' else 'L' end
from dbo.Article a
left join dbo.ArticleGroup g on g.GroupNo = a.GroupNo
where coalesce(a.ListPrice, g.GroupPrice) is not null
  and a.Blocked = 0
order by a.ArticleNo desc
go
