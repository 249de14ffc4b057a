CREATE TABLE dbo.Bill (BillRef varchar(10) NOT NULL, NewYear bit NOT NULL)
GO
CREATE TABLE dbo.InvoiceNo (No int IDENTITY(1,1) NOT NULL, BillRef varchar(10) NOT NULL)
