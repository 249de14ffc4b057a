CREATE TABLE dw.Pledge (
    PledgeNo varchar(10) NOT NULL,
    SectorName varchar(40) NULL,
    Loaded date NOT NULL
);
GO
