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
  [
    'javascript',
    'class Store {\n  constructor(name) {\n    this.name = name;\n    this.items = [];\n  }\n\n  add(item) {\n    this.items.push(item);\n    return this;\n  }\n}',
  ],
  [
    'javascript',
    "document.querySelector('#menu').addEventListener('click', (event) => {\n  event.preventDefault();\n  menu.classList.toggle('open');\n});",
  ],
  [
    'javascript',
    "fetch('/api/users')\n  .then((response) => response.json())\n  .then((users) => {\n    render(users);\n  })\n  .catch(console.error);",
  ],
  [
    'javascript',
    'const Panel = ({ title, children }) => {\n  return (\n    <section>\n      <h2>{title}</h2>\n      {children}\n    </section>\n  );\n};',
  ],
  ['javascript', "test('adds two numbers', () => {\n  expect(add(1, 2)).toBe(3);\n});"],
  [
    'javascript',
    "switch (action.type) {\n  case 'add':\n    return { ...state, count: state.count + 1 };\n  default:\n    return state;\n}",
  ],
  [
    'python',
    'result = []\nfor item in items:\n    if item.price > 10:\n        result.append(item)\nreturn result',
  ],
  [
    'python',
    'import requests\n\nresponse = requests.get(url, headers=headers)\nresponse.raise_for_status()\ndata = response.json()\nprint(data["items"][0])',
  ],
  [
    'python',
    'def test_total():\n    cart = Cart()\n    cart.add("a", 2)\n    assert cart.total == 4',
  ],
  [
    'python',
    'model = Sequential()\nmodel.add(Dense(64, activation="relu"))\nmodel.compile(optimizer="adam", loss="mse")\nmodel.fit(x, y, epochs=10)',
  ],
  [
    'java',
    'List<String> names = users.stream()\n    .filter(user -> user.isActive())\n    .map(User::getName)\n    .collect(Collectors.toList());\nfor (String name : names) {\n    logger.info(name);\n}',
  ],
  [
    'java',
    '@Test\nvoid addsItem() {\n    Cart cart = new Cart();\n    cart.add("a");\n    assertEquals(1, cart.size());\n}',
  ],
  [
    'java',
    'public enum Color {\n    RED, GREEN;\n\n    public static Color of(String name) {\n        return valueOf(name.toUpperCase());\n    }\n}',
  ],
  [
    'csharp',
    'var names = users\n    .Where(u => u.IsActive)\n    .Select(u => u.Name)\n    .ToList();\nforeach (var name in names)\n{\n    Console.WriteLine(name);\n}',
  ],
  [
    'csharp',
    'public interface IOrderStore\n{\n    Task<Order> FindAsync(int id);\n}\n\ninternal sealed class OrderStore : IOrderStore\n{\n    private readonly DbContext _db;\n}',
  ],
  [
    'go',
    'for i, item := range items {\n\tif item.Price > 10 {\n\t\tresult = append(result, item)\n\t}\n}\nreturn result, nil',
  ],
  [
    'go',
    'http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {\n\tfmt.Fprintf(w, "hi")\n})\nlog.Fatal(http.ListenAndServe(":8080", nil))',
  ],
  [
    'rust',
    'match value {\n    Some(x) => println!("{}", x),\n    None => return Err(Error::Missing),\n}\nlet total: u32 = items.iter().map(|i| i.price).sum();',
  ],
  [
    'rust',
    'pub trait Store {\n    fn get(&self, key: &str) -> Option<String>;\n}\n\n#[cfg(test)]\nmod tests {\n    use super::*;\n}',
  ],
  [
    'c_cpp',
    'class Shape {\n public:\n  virtual double area() const = 0;\n  virtual ~Shape() = default;\n};\n\nstd::unique_ptr<Shape> make();',
  ],
  [
    'c_cpp',
    'for (int i = 0; i < n; i++) {\n    sum += a[i];\n    if (sum > MAX) {\n        free(a);\n        return NULL;\n    }\n}',
  ],
  [
    'c_cpp',
    'typedef struct {\n    char *name;\n    size_t length;\n} buffer_t;\n\nextern int buffer_init(buffer_t *b);',
  ],
  [
    'php',
    "foreach ($rows as $row) {\n    echo '<li>' . htmlspecialchars($row['name']) . '</li>';\n}\nif (!empty($_POST['id'])) {\n    $stmt->execute([$_POST['id']]);\n}",
  ],
  [
    'ruby',
    'class UsersController < ApplicationController\n  before_action :authenticate\n\n  def index\n    @users = User.where(active: true)\n  end\nend',
  ],
  ['ruby', "describe Order do\n  it 'has a total' do\n    expect(order.total).to eq 3\n  end\nend"],
  [
    'sql',
    'SELECT c.name,\n       count(*) AS orders\nFROM customers c\nLEFT JOIN orders o ON o.customer_id = c.id\nGROUP BY c.name\nHAVING count(*) > 3;',
  ],
  [
    'sql',
    'CREATE OR REPLACE FUNCTION touch() RETURNS trigger AS $$\nBEGIN\n  NEW.updated_at := now();\n  RETURN NEW;\nEND;\n$$ LANGUAGE plpgsql;',
  ],
  [
    'sql',
    'with latest as (\n  select user_id, max(at) as at from logins group by user_id\n)\nselect u.name, l.at from users u join latest l on l.user_id = u.id',
  ],
  ['shell', 'cd /opt/app\ngit pull\nnpm ci\nnpm run build\nsudo systemctl restart app'],
  ['shell', 'for host in $(cat hosts); do\n  ssh "$host" uptime | awk \'{print $3}\'\ndone'],
  [
    'html',
    '<form action="/login" method="post">\n  <input type="text" name="user">\n  <input type="password" name="pw">\n  <button>Go</button>\n</form>',
  ],
  ['html', '<ul>\n  <li><a href="/a">A</a></li>\n  <li><a href="/b">B</a></li>\n</ul>'],
  [
    'kotlin',
    'sealed class Result {\n    data class Ok(val value: Int) : Result()\n    object Failed : Result()\n}\n\nfun handle(result: Result) = when (result) {\n    is Result.Ok -> println(result.value)\n    Result.Failed -> Unit\n}',
  ],
  [
    'kotlin',
    'class MainActivity : AppCompatActivity() {\n    private lateinit var binding: MainBinding\n    override fun onCreate(state: Bundle?) {\n        super.onCreate(state)\n    }\n}',
  ],
  [
    'swift',
    'class ViewController: UIViewController {\n    @IBOutlet weak var label: UILabel!\n    override func viewDidLoad() {\n        super.viewDidLoad()\n        label.text = "Hi"\n    }\n}',
  ],
  [
    'swift',
    'enum Direction: String {\n    case north, south\n}\n\nlet names = users.map { $0.name }\nif let first = names.first {\n    print(first)\n}',
  ],
];
