CREATE PROCEDURE lib.MergeAuthors
AS
BEGIN
    SET NOCOUNT ON;

    UPDATE a
    SET    Books = a.Books + f.Books, Pages = ISNULL(a.Pages, 0) + ISNULL(f.Pages, 0)
    FROM   lib.Author a
    INNER JOIN (SELECT Author, COUNT(*) AS Books, SUM(Pages) AS Pages FROM lib.BookFeed GROUP BY Author) f ON f.Author = a.Author;

    INSERT INTO lib.Author (Author, Books, Pages)
    SELECT UPPER(RTRIM(f.Author)), COUNT(*), SUM(f.Pages)
    FROM   lib.BookFeed f
    WHERE  f.Author IS NOT NULL
      AND  NOT EXISTS (SELECT 1 FROM lib.Author a WHERE a.Author = f.Author)
    GROUP BY UPPER(RTRIM(f.Author));

    DELETE FROM lib.AuthorStat;
    INSERT INTO lib.AuthorStat SELECT 'distinct languages', COUNT(DISTINCT Lang) FROM lib.BookFeed;
    INSERT INTO lib.AuthorStat SELECT 'english', COUNT(*) FROM lib.BookFeed WHERE Lang IN ('EN', 'ENG');
    INSERT INTO lib.AuthorStat SELECT 'case english', SUM(CASE Lang WHEN 'En' THEN 1 ELSE 0 END) FROM lib.BookFeed;
    INSERT INTO lib.AuthorStat SELECT 'like', COUNT(*) FROM lib.BookFeed WHERE Lang LIKE 'EN';
    INSERT INTO lib.AuthorStat SELECT 'like blank', COUNT(*) FROM lib.BookFeed WHERE Lang LIKE 'en ';
    INSERT INTO lib.AuthorStat SELECT 'blank is empty', COUNT(*) FROM lib.BookFeed WHERE Lang = '';
    INSERT INTO lib.AuthorStat SELECT 'groups', COUNT(*) FROM (SELECT Lang, Author FROM lib.BookFeed GROUP BY Lang, Author) g;
END
GO
