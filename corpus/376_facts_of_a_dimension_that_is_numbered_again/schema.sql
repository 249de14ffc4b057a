CREATE TABLE silver.Sale (SaleNo int NOT NULL PRIMARY KEY, City varchar(20) NOT NULL, Amount int NOT NULL);
GO
CREATE TABLE gold.DimCity (CityKey int IDENTITY(1,1) NOT NULL PRIMARY KEY, City varchar(20) NOT NULL UNIQUE);
GO
CREATE TABLE gold.FactSale (
    SaleNo int NOT NULL PRIMARY KEY,
    CityKey int NOT NULL CONSTRAINT FK_FactSale_City REFERENCES gold.DimCity (CityKey),
    Amount int NOT NULL
);
GO
