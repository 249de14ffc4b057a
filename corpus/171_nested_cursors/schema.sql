CREATE TABLE dbo.TableDef (TableNo int NOT NULL, Grp varchar(5) NULL, Places int NOT NULL)
GO
CREATE TABLE dbo.Guest (Name varchar(10) NOT NULL, Grp varchar(5) NULL)
GO
CREATE TABLE dbo.Seat (SeatNo int NOT NULL, TableNo int NOT NULL, Name varchar(10) NOT NULL)
