/** The classes above SQLAlchemy's exceptions. */
const SQLALCHEMY_ERROR = ['SQLAlchemyError', 'HasDescriptionCode', 'Exception'] as const;
export const ARGUMENT_ERROR = SQLALCHEMY_ERROR;
export const DUPLICATE_COLUMN_ERROR = ['ArgumentError', ...SQLALCHEMY_ERROR] as const;
export const CONSTRAINT_COLUMN_NOT_FOUND = DUPLICATE_COLUMN_ERROR;
export const NO_INSPECTION_AVAILABLE = ['InvalidRequestError', ...SQLALCHEMY_ERROR] as const;
export const NO_SUCH_TABLE = NO_INSPECTION_AVAILABLE;
