// SPDX-License-Identifier: Apache-2.0
#include "frontend/claims.h"

#include "TSqlParser.h"

namespace t2d::frontend {
namespace {

using Tok = TSqlParser;

/// Tokens that introduce or separate and never mean anything by their presence alone.
bool is_structural(std::size_t type) {
    switch (type) {
    case Tok::LP:
    case Tok::RP:
    case Tok::COMMA:
    case Tok::SEMI:
    case Tok::SEMI_ELSE:
    case Tok::SEMI_NUMBER:
    case Tok::LP_QUERY:
    case Tok::DOT:
    case Tok::COLON:
    case Tok::GO:
    case Tok::WITH_PAREN:
    case Tok::WITH_OPTION:
    case Tok::WITH_CHECK:
    case Tok::FOR_PERIOD:
    case Tok::FOR_PATH:
    case Tok::K_AS:
    case Tok::K_BY:
    case Tok::K_CASE:
    case Tok::K_CONSTRAINT:
    case Tok::K_DECLARE:
    case Tok::K_ELSE:
    case Tok::K_END:
    case Tok::K_FROM:
    case Tok::K_GROUP:
    case Tok::K_HAVING:
    case Tok::K_IF:
    case Tok::K_INSERT:
    case Tok::K_INTO:
    case Tok::K_JOIN:
    case Tok::K_KEY:
    case Tok::K_OF:
    case Tok::K_ON:
    case Tok::K_ORDER:
    case Tok::K_OVER:
    case Tok::K_PARTITION:
    case Tok::K_REFERENCES:
    case Tok::K_SELECT:
    case Tok::K_SET:
    case Tok::K_THEN:
    case Tok::K_TOP:
    case Tok::K_UPDATE:
    case Tok::K_USING:
    case Tok::K_WHEN:
    case Tok::K_WHERE:
    case Tok::K_WHILE:
    case Tok::K_WINDOW:
    case Tok::K_WITH:
    case Tok::K_WITHIN:
    case Tok::K_MATCHED:
    case Tok::K_OPTION:
    case Tok::K_BEGIN:
    case Tok::K_TABLE:
    case Tok::K_CURSOR:
    case Tok::K_RETURN: return true;
    default: return false;
    }
}

} // namespace

Claims::Claims(TokenStream& tokens) : claimed_(tokens.size(), 0) {
    for (std::size_t i = 0; i < tokens.size(); ++i)
        claimed_[i] = is_structural(tokens.type(i)) ? 1 : 0;
}

} // namespace t2d::frontend
