CREATE SCHEMA dim
GO
CREATE TABLE dim.PlanSource (PlanCode char(3) NOT NULL, Premium decimal(8,2) NULL, ValidOn date NOT NULL)
GO
CREATE TABLE dim.Horizon (KeepFrom date NOT NULL)
GO
CREATE TABLE dim.InsurancePlan (
    PlanKey   int IDENTITY(1,1) NOT NULL,
    PlanCode  char(3) NOT NULL,
    Premium   decimal(8,2) NULL,
    StartDate date NOT NULL,
    EndDate   date NULL,
    CONSTRAINT PK_InsurancePlan PRIMARY KEY CLUSTERED (PlanKey)
)
