CREATE PROCEDURE dbo.p AS
INSERT INTO dbo.T (Grp, FirstMail, MaxCode, LowCount, FirstNm)
SELECT Grp, MIN(Email), MAX(Code), SUM(CASE WHEN Code < 'A1' THEN 1 ELSE 0 END), MIN(Nm) FROM dbo.S GROUP BY Grp
