CREATE SCHEMA leas
GO
CREATE TABLE leas.Contract (ContractNo int NOT NULL PRIMARY KEY, SignedAt datetime NULL, FirstDue date NULL, Months int NULL)
GO
CREATE TABLE leas.Instalment (
  ContractNo int NOT NULL, SecondDue date NULL, ThirdDue date NULL, LastDay date NULL, Qtr tinyint NULL, MonthsBetween int NULL, YearsBetween int NULL, WeeksBetween int NULL,
  DaysBetween int NULL, SignedKey char(8) NULL, SignedText varchar(10) NULL, IsoText varchar(10) NULL, DayNo int NULL, InMarch bit NOT NULL, MidMonth date NULL, HoursLeft int NULL)
