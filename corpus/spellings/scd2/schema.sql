CREATE TABLE dbo.PlanIn (Code varchar(8) NOT NULL PRIMARY KEY, Level_ varchar(10) NULL, Day_ date NOT NULL)
GO
CREATE TABLE dbo.Plan_ (Code varchar(8) NOT NULL, Level_ varchar(10) NULL, FromDay date NOT NULL, ToDay date NULL)
