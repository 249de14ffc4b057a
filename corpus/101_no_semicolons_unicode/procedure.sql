/* Älteste Verträge
   /* nested: do not go away */
   still a comment; drop table dbo.Verträge
*/
create procedure dbo.Älteste_Verträge as begin set nocount on
	declare @präfix nvarchar(10) select @präfix = N'Ort: ' declare @x int set @x = 2
	delete dbo.Übersicht insert into dbo.Übersicht (Nummer, Bezeichnung, [Preis €], Klasse)
	select v.Nummer, @präfix + v.Ort + N', „' + v.Straße /* street */ + N'“ it''s', v.Größe * 1.5 -- euro; not a statement
	     , case when v.Größe >= 100 then N'groß' when v.Größe is null then N'Ω' else N'klein' end
	from dbo.Verträge v where v.Ort <> N'Köln' if @x = 2 update dbo.Übersicht set Klasse = N'größer' where [Preis €] > 300 and Klasse = N'groß'
	insert dbo.Übersicht select -1, N'日本 🚲', null, null where exists (select * from dbo.Verträge where Straße like N'Straße%')
end
go
