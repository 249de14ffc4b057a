CREATE SCHEMA app
GO
CREATE TABLE app.Signup (Login_ varchar(10) NOT NULL, Theme varchar(8) NULL, Reset_ bit NOT NULL)
GO
CREATE TABLE app.AppUser (
  Login_    varchar(10) NOT NULL PRIMARY KEY,
  Theme     varchar(8) NULL CONSTRAINT DF_AppUser_Theme DEFAULT ('light'),
  Credits   int NOT NULL DEFAULT ((10)),
  Level_    smallint NULL DEFAULT (-1),
  ValidTo   date NOT NULL DEFAULT ('20991231'),
  Factor    decimal(5,2) NOT NULL DEFAULT ((1.5)),
  IsTrial   bit NOT NULL DEFAULT 1,
  CreatedAt datetime2(3) NOT NULL DEFAULT (SYSDATETIME()))
