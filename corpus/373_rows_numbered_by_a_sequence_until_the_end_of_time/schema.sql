CREATE SEQUENCE [Numbers].[Employee Key] AS int START WITH 1 INCREMENT BY 1;
GO
CREATE TABLE [Landing].[Employee] (
    [Employee ID] int NOT NULL PRIMARY KEY,
    [Name] nvarchar(50) NOT NULL,
    [Photo] varbinary(max) NULL,
    [Valid From] datetime2(7) NOT NULL,
    [Valid To] datetime2(7) NOT NULL
);
GO
CREATE TABLE [Dim].[Employee] (
    [Employee Key] int NOT NULL PRIMARY KEY DEFAULT (NEXT VALUE FOR [Numbers].[Employee Key]),
    [Employee ID] int NOT NULL,
    [Name] nvarchar(50) NOT NULL,
    [Photo] varbinary(max) NULL,
    [Start Week] int NOT NULL,
    [Start ISO Week] int NOT NULL,
    [Valid From] datetime2(7) NOT NULL,
    [Valid To] datetime2(7) NOT NULL
);
GO
