/** Programs and parts of them, by language. */
export const programs: readonly (readonly [kind: string, text: string])[] = [
  [
    'javascript',
    "import { readFile } from 'node:fs/promises';\n\nexport async function load(path) {\n  const text = await readFile(path, 'utf8');\n  return JSON.parse(text);\n}",
  ],
  [
    'javascript',
    "const express = require('express');\nconst app = express();\napp.get('/', (req, res) => {\n  res.send('hi');\n});\nmodule.exports = app;",
  ],
  [
    'javascript',
    'interface User {\n  readonly id: string;\n  name?: string;\n}\n\nexport const byId = (users: User[]) => new Map(users.map((one) => [one.id, one]));',
  ],
  [
    'javascript',
    "function total(items) {\n  let sum = 0;\n  for (const item of items) sum += item.price;\n  console.log('sum', sum);\n  return sum;\n}",
  ],
  [
    'python',
    'import os\nfrom pathlib import Path\n\ndef main():\n    for path in Path(".").glob("*.py"):\n        print(path)\n\nif __name__ == "__main__":\n    main()',
  ],
  [
    'python',
    'class Account:\n    def __init__(self, owner):\n        self.owner = owner\n        self.balance = 0\n\n    def deposit(self, amount):\n        if amount <= 0:\n            raise ValueError("amount")\n        self.balance += amount',
  ],
  [
    'python',
    '@app.route("/users")\nasync def list_users(db: Session = Depends(get_db)) -> list[User]:\n    with db.begin() as tx:\n        return tx.query(User).all()',
  ],
  [
    'java',
    'package com.example.orders;\n\nimport java.util.List;\n\npublic class OrderService {\n    private final OrderStore store;\n\n    public List<Order> findAll() {\n        return store.all();\n    }\n}',
  ],
  [
    'java',
    '@Override\npublic void run(String... args) throws Exception {\n    System.out.println("started");\n    for (int i = 0; i < 3; i++) {\n        work(i);\n    }\n}',
  ],
  [
    'csharp',
    'using System;\nusing System.Linq;\n\nnamespace Shop.Orders;\n\npublic class Order\n{\n    public int Id { get; set; }\n    public string Name { get; set; }\n}',
  ],
  [
    'csharp',
    '[HttpGet("{id}")]\npublic async Task<IActionResult> Get(int id)\n{\n    var order = await _orders.FindAsync(id);\n    Console.WriteLine(order);\n    return Ok(order);\n}',
  ],
  [
    'go',
    'package main\n\nimport "fmt"\n\nfunc main() {\n\tvalue, err := load()\n\tif err != nil {\n\t\treturn\n\t}\n\tfmt.Println(value)\n}',
  ],
  [
    'go',
    'type Store struct {\n\tmu sync.Mutex\n}\n\nfunc (s *Store) Get(key string) (string, error) {\n\ts.mu.Lock()\n\tdefer s.mu.Unlock()\n\treturn s.m[key], nil\n}',
  ],
  [
    'rust',
    'use std::collections::HashMap;\n\npub fn count(words: &[String]) -> HashMap<&str, usize> {\n    let mut map = HashMap::new();\n    for word in words {\n        *map.entry(word.as_str()).or_insert(0) += 1;\n    }\n    map\n}',
  ],
  [
    'rust',
    '#[derive(Debug, Clone)]\npub struct Point {\n    x: f64,\n}\n\nimpl Point {\n    fn norm(&self) -> f64 {\n        self.x.abs()\n    }\n}',
  ],
  [
    'c_cpp',
    '#include <stdio.h>\n\nint main(int argc, char **argv) {\n  printf("%d\\n", argc);\n  return 0;\n}',
  ],
  [
    'c_cpp',
    '#include "queue.h"\n#define MAX 64\n\ntemplate <typename T>\nclass Queue {\n public:\n  void push(const T& value);\n private:\n  std::vector<T> items_;\n};',
  ],
  [
    'c_cpp',
    'static int compare(const void *a, const void *b)\n{\n\tint left = *(const int *)a;\n\tint right = *(const int *)b;\n\treturn left - right;\n}\n\n#endif',
  ],
  [
    'php',
    '<?php\n\nnamespace App\\Models;\n\nuse Illuminate\\Database\\Model;\n\nclass User extends Model\n{\n    public function name()\n    {\n        return $this->name;\n    }\n}',
  ],
  [
    'php',
    '$total = 0;\nforeach ($items as $item) {\n    $total += $item->price;\n}\n$result = number_format($total, 2);\necho $result;',
  ],
  [
    'ruby',
    "require 'json'\n\nmodule Orders\n  class Store\n    attr_reader :items\n\n    def initialize(items)\n      @items = items\n    end\n  end\nend",
  ],
  [
    'ruby',
    'def total(items)\n  items.each do |item|\n    puts item.name\n  end\n  items.sum(&:price)\nend',
  ],
  ['sql', 'SELECT id, name FROM users WHERE age > 30 ORDER BY name;'],
  [
    'sql',
    "create table orders (\n  id uuid primary key,\n  total numeric not null\n);\ninsert into orders (id, total) values ('a', 1);",
  ],
  [
    'sql',
    'UPDATE accounts SET balance = balance - 10\nWHERE id = 7 AND balance >= 10;\nDELETE FROM sessions WHERE expires_at < now();',
  ],
  ['shell', '#!/usr/bin/env bash\nset -euo pipefail\nfor file in *.txt; do\n  echo "$file"\ndone'],
  ['shell', 'export PATH=$PATH:/opt/bin\nif [ -f config ]; then\n  sudo apt-get install jq\nfi'],
  [
    'html',
    '<!DOCTYPE html>\n<html>\n<head><title>x</title></head>\n<body>\n<p>Hello</p>\n</body>\n</html>',
  ],
  [
    'html',
    '<div class="card">\n  <ul>\n    <li>one</li>\n    <li>two</li>\n  </ul>\n  <button type="submit">Go</button>\n</div>',
  ],
  [
    'kotlin',
    'data class User(val id: String, val name: String)\n\nfun main() {\n    val users = load()\n    users.forEach { println(it.name) }\n}',
  ],
  [
    'kotlin',
    'override suspend fun find(id: String): User? {\n    val row = store.get(id) ?: return null\n    return when (row.kind) {\n        "a" -> User(row)\n        else -> null\n    }\n}',
  ],
  [
    'swift',
    'import Foundation\n\nstruct User: Codable {\n    let id: Int\n    var name: String\n}\n\nfunc load() throws -> [User] {\n    guard let url = source else { return [] }\n    return try decode(url)\n}',
  ],
];
