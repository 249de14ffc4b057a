CREATE SCHEMA stg
GO
CREATE SCHEMA ref
GO
CREATE SCHEMA dw
GO
CREATE TABLE stg.Store (
    StoreCode   varchar(10)   NULL,
    StoreName   nvarchar(50)  NULL,
    RegionCode  char(3)       NULL,
    ManagerNo   int           NULL,
    SizeSqm     decimal(9,2)  NULL,
    OpenedOn    date          NULL
)
GO
CREATE TABLE ref.Region (RegionCode char(3) NOT NULL PRIMARY KEY, RegionName nvarchar(30) NOT NULL)
GO
CREATE TABLE ref.Employee (EmployeeNo int NOT NULL PRIMARY KEY, FullName nvarchar(50) NULL, LeftOn date NULL)
GO
CREATE TABLE dw.DimStore (
    StoreKey    int IDENTITY(1,1) NOT NULL CONSTRAINT PK_DimStore PRIMARY KEY,
    StoreCode   varchar(10)   NOT NULL,
    StoreName   nvarchar(50)  NOT NULL,
    RegionName  nvarchar(30)  NOT NULL,
    ManagerName nvarchar(50)  NULL,
    SizeClass   varchar(6)    NOT NULL,
    OpenedOn    date          NULL
)
GO
