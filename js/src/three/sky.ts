import { BackSide, BoxGeometry, type CubeTexture, Mesh, ShaderMaterial } from "three";

const vertexShader = /* glsl */ `
varying vec3 vDirection;
void main() {
  vDirection = position;
  // Only the camera's turn counts, and the sky lies on the far plane.
  vec4 at = projectionMatrix * vec4(mat3(viewMatrix) * position, 1.0);
  gl_Position = at.xyww;
}
`;

// MuJoCo's sky stands upright: its textures' y axis is the world's z.
const fragmentShader = /* glsl */ `
uniform samplerCube sky;
varying vec3 vDirection;
void main() {
  gl_FragColor = vec4(textureCube(sky, vec3(vDirection.x, vDirection.z, -vDirection.y)).rgb, 1.0);
}
`;

/** The sky box, drawn behind everything. */
export function skyMesh(texture: CubeTexture): Mesh<BoxGeometry, ShaderMaterial> {
  const material = new ShaderMaterial({
    vertexShader,
    fragmentShader,
    side: BackSide,
    depthTest: false,
    depthWrite: false,
    uniforms: { sky: { value: texture } },
  });
  const mesh = new Mesh(new BoxGeometry(2, 2, 2), material);
  mesh.frustumCulled = false;
  mesh.renderOrder = -1;
  return mesh;
}
