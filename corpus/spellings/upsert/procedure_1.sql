CREATE PROCEDURE dbo.usp_Load
AS
MERGE dbo.Customer AS t
USING dbo.CustomerIn AS s ON s.Code = t.Code
WHEN MATCHED THEN UPDATE SET City = s.City, Credit = s.Credit
WHEN NOT MATCHED THEN INSERT (Code, City, Credit) VALUES (s.Code, s.City, s.Credit);
GO
