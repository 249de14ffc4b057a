CREATE TABLE [Landing].[City_Landing] (
    [Source City ID] int NOT NULL PRIMARY KEY,
    [City] nvarchar(50) NOT NULL,
    [Valid From] datetime2(3) NOT NULL
);
GO
CREATE TABLE [Dim].[City Of Sale] (
    [City Key] int NOT NULL PRIMARY KEY,
    [Source City ID] int NOT NULL,
    [City] nvarchar(50) NOT NULL,
    [Valid To] datetime2(3) NOT NULL
);
GO
CREATE TABLE [Control].[Load Cutoff] (
    [Table Name] nvarchar(30) NOT NULL PRIMARY KEY,
    [Cutoff Time] datetime2(3) NULL
);
GO
