CREATE TABLE dbo.Team (TeamId int NOT NULL PRIMARY KEY, Name varchar(20) NOT NULL)
GO
CREATE TABLE dbo.Member (TeamId int NOT NULL, Seq int NOT NULL, Name nvarchar(30) NULL, City varchar(20) NOT NULL, PRIMARY KEY (TeamId, Seq))
GO
CREATE TABLE dbo.TeamList (TeamId int NOT NULL PRIMARY KEY, Names nvarchar(max) NULL, Markup nvarchar(max) NULL, FirstTwo varchar(100) NULL, Short varchar(8) NULL)
GO
CREATE TABLE dbo.CityList (TeamId int NOT NULL PRIMARY KEY, Cities nvarchar(max) NULL, Counts nvarchar(max) NULL)
