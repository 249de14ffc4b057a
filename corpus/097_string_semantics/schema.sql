CREATE SCHEMA txt
GO
CREATE TABLE txt.AddressIn (AddrNo int NOT NULL PRIMARY KEY, Line1 varchar(40) NULL, Zip varchar(10) NULL, City varchar(20) NULL)
GO
CREATE TABLE txt.AddressOut (AddrNo int NULL, Street varchar(40) NULL, HouseNo varchar(20) NULL, Zip5 char(5) NULL, CityLine varchar(40) NULL, CityConcat varchar(40) NULL, LenLine int NULL, FirstDigit int NULL, Masked varchar(40) NULL, Abbrev varchar(40) NULL, AllZips varchar(100) NULL)
