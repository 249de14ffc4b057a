CREATE SCHEMA hr
GO
CREATE TABLE hr.SkillFeed (EmpNo int NULL, Skill varchar(20) NULL, Level tinyint NULL, Note varchar(30) NULL)
GO
CREATE TABLE hr.SkillAssignment (EmpNo int NULL, Skill varchar(20) NOT NULL, Level tinyint NULL)
