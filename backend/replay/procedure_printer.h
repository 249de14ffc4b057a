// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "backend/replay/write_printer.h"

namespace t2d::backend {

/// Prints a program as a Jinja macro that runs its statements one by one: variables are session variables, IF and WHILE are Jinja
/// conditions and loops over queries, procedures that are called are macros of their own.
class ProcedurePrinter {
public:
    /// `prefix` names the scratch tables, `macro` the macro of the procedure (it takes the scratch schema `s`).
    ProcedurePrinter(QueryWriter& queries, std::string prefix, std::string macro);

    /// All macros of the program, the procedure's own last.
    [[nodiscard]] std::string print();

private:
    [[nodiscard]] std::string macro(const std::string& name, const ir::Body& body, bool top);
    void body(const ir::Body& statements);
    void part(const ir::Body& statements, std::size_t begin, std::size_t end);
    void again(const ir::Body& statements, std::size_t begin, std::size_t end, const std::string& label);
    void open_rounds();
    void leave_for_jump();
    void statement(const ir::Statement& statement);
    void open();
    void branch(const ir::If& node);
    void loop(const ir::While& node);
    void assign(const ir::Assign& node);
    void assign_query(const ir::AssignQuery& node);
    void assign_row_by_row(const ir::AssignQuery& node, const ir::Select& block);
    void call(const ir::Inlined& node);
    void land(const std::string& label);
    void transaction(const ir::Transaction& node);
    void keep_rows(const std::string& name);
    void bring_back(const std::string& name);
    [[nodiscard]] std::string rows_at(const std::string& name, ir::TableId table) const;
    [[nodiscard]] std::vector<ir::TableId> undone_by_rollback() const;
    [[nodiscard]] bool is_parameter(int variable) const;
    [[nodiscard]] std::string session(int variable) const { return session_name(queries_.program(), variable); }
    [[nodiscard]] const SqlType& type_of(int variable) const {
        return queries_.program().variables[static_cast<std::size_t>(variable)].type;
    }

    QueryWriter& queries_;
    std::string prefix_, macro_;
    std::map<int, int> mentions_; ///< of variables in the whole program
    int rowcount_ = -1, identity_ = -1;
    std::vector<std::set<std::string>> loops_; ///< around the current statement, outermost first: the labels in their bodies
    int calls_ = 0;
    std::string called_; ///< macros of called procedures
    Script* script_ = nullptr;
    WritePrinter* writes_ = nullptr;
};

} // namespace t2d::backend
