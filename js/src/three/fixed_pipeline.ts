import {
  BackSide,
  FrontSide,
  ShaderMaterial,
  type Texture,
  UniformsLib,
  UniformsUtils,
  type Vector2,
  type Vector3,
} from "three";

/**
 * MuJoCo draws with OpenGL's fixed pipeline: Blinn-Phong, each light with its own ambient, diffuse and specular colour,
 * sums clamped before the texture multiplies them, no gamma. three's own materials do none of that, so this is the
 * pipeline's formula written out. Shadows, light positions and instancing are three's.
 */

/** The colours of one light. They live beside three's lights, which know only one colour each. */
export interface LightTint {
  ambient: Vector3;
  diffuse: Vector3;
  specular: Vector3;
  /** Constant, linear and quadratic attenuation. */
  attenuation: Vector3;
  exponent: number;
}

/** The tints in the order in which three numbers the lights of each kind. Shared by all materials of a scene. */
export interface LightTints {
  directionalTints: { value: LightTint[] };
  spotTints: { value: LightTint[] };
  pointTints: { value: LightTint[] };
  /** What is left in a scene without any light. */
  globalAmbient: { value: number };
}

export interface SurfaceOptions {
  rgba: readonly number[];
  emission: number;
  specular: number;
  /** 0 to 1, as in MuJoCo. */
  shininess: number;
  map: Texture | null;
  mapKind: "none" | "2d" | "cube";
  /** Texture coordinates are multiplied by this, for a cube map all three of them. */
  mapScale: Vector3;
  mapOffset: Vector2;
  /** The back of a plane, which MuJoCo draws faintly. */
  isBackOfPlane: boolean;
}

/** From here on MuJoCo draws a geom as opaque. */
const OPAQUE_FROM = 0.995;

const vertexShader = /* glsl */ `
varying vec3 vViewPosition;
varying vec3 vNormal;
varying vec3 vTextureAt;
uniform vec3 mapScale;
uniform vec2 mapOffset;
#include <common>
#include <shadowmap_pars_vertex>

void main() {
  #include <beginnormal_vertex>
  #include <defaultnormal_vertex>
  vNormal = transformedNormal;
  #include <begin_vertex>
  #include <project_vertex>
  vViewPosition = -mvPosition.xyz;
  #include <worldpos_vertex>
  #include <shadowmap_vertex>
  #ifdef MAP_2D
    vTextureAt = vec3(uv * mapScale.xy + mapOffset, 0.0);
  #endif
  #ifdef MAP_CUBE
    vTextureAt = position * mapScale;
  #endif
}
`;

const fragmentShader = /* glsl */ `
varying vec3 vViewPosition;
varying vec3 vNormal;
varying vec3 vTextureAt;
uniform vec4 rgba;
uniform float emission;
uniform float specular;
uniform float shininess;
uniform float globalAmbient;
#ifdef MAP_2D
  uniform sampler2D map;
#endif
#ifdef MAP_CUBE
  uniform samplerCube map;
#endif
#include <common>
#include <lights_pars_begin>
#include <shadowmap_pars_fragment>

struct LightTint {
  vec3 ambient;
  vec3 diffuse;
  vec3 specular;
  vec3 attenuation;
  float exponent;
};
#if NUM_DIR_LIGHTS > 0
  uniform LightTint directionalTints[NUM_DIR_LIGHTS];
#endif
#if NUM_SPOT_LIGHTS > 0
  uniform LightTint spotTints[NUM_SPOT_LIGHTS];
#endif
#if NUM_POINT_LIGHTS > 0
  uniform LightTint pointTints[NUM_POINT_LIGHTS];
#endif

vec3 surfaceNormal;
vec3 toEye;

vec3 shine(LightTint tint, vec3 toLight) {
  float facing = dot(surfaceNormal, toLight);
  vec3 sum = tint.ambient * rgba.rgb;
  if (facing > 0.0) {
    float glint = max(dot(surfaceNormal, normalize(toLight + toEye)), 0.0);
    sum += tint.diffuse * facing * rgba.rgb;
    sum += tint.specular * specular * (shininess > 0.0 ? pow(glint, shininess) : 1.0);
  }
  return sum;
}

float attenuated(LightTint tint, float distance) {
  return 1.0 / (tint.attenuation.x + distance * (tint.attenuation.y + distance * tint.attenuation.z));
}

void main() {
  surfaceNormal = normalize(vNormal);
  toEye = isOrthographic ? vec3(0.0, 0.0, 1.0) : normalize(vViewPosition);
  vec3 lit = (emission + globalAmbient) * rgba.rgb;
  float shadow;

  #if NUM_DIR_LIGHTS > 0
    #if defined(USE_SHADOWMAP) && NUM_DIR_LIGHT_SHADOWS > 0
      DirectionalLightShadow directionalLightShadow;
    #endif
    #pragma unroll_loop_start
    for (int i = 0; i < NUM_DIR_LIGHTS; i++) {
      shadow = 1.0;
      #if defined(USE_SHADOWMAP) && (UNROLLED_LOOP_INDEX < NUM_DIR_LIGHT_SHADOWS)
        directionalLightShadow = directionalLightShadows[ i ];
        if (receiveShadow) shadow = getShadow(directionalShadowMap[ i ], directionalLightShadow.shadowMapSize, directionalLightShadow.shadowIntensity, directionalLightShadow.shadowBias, directionalLightShadow.shadowRadius, vDirectionalShadowCoord[ i ]);
      #endif
      lit += shadow * shine(directionalTints[ i ], directionalLights[ i ].direction);
    }
    #pragma unroll_loop_end
  #endif

  #if NUM_SPOT_LIGHTS > 0
    vec3 spotRay;
    vec3 toSpot;
    float spotCosine;
    #if defined(USE_SHADOWMAP) && NUM_SPOT_LIGHT_SHADOWS > 0
      SpotLightShadow spotLightShadow;
    #endif
    #pragma unroll_loop_start
    for (int i = 0; i < NUM_SPOT_LIGHTS; i++) {
      spotRay = spotLights[ i ].position + vViewPosition;
      toSpot = normalize(spotRay);
      spotCosine = dot(toSpot, spotLights[ i ].direction);
      shadow = 1.0;
      #if defined(USE_SHADOWMAP) && (UNROLLED_LOOP_INDEX < NUM_SPOT_LIGHT_SHADOWS)
        spotLightShadow = spotLightShadows[ i ];
        if (receiveShadow) shadow = getShadow(spotShadowMap[ i ], spotLightShadow.shadowMapSize, spotLightShadow.shadowIntensity, spotLightShadow.shadowBias, spotLightShadow.shadowRadius, vSpotLightCoord[ i ]);
      #endif
      if (spotCosine >= spotLights[ i ].coneCos) {
        shadow *= pow(max(spotCosine, 1e-6), spotTints[ i ].exponent) * attenuated(spotTints[ i ], length(spotRay));
        lit += shadow * shine(spotTints[ i ], toSpot);
      }
    }
    #pragma unroll_loop_end
  #endif

  #if NUM_POINT_LIGHTS > 0
    vec3 pointRay;
    #pragma unroll_loop_start
    for (int i = 0; i < NUM_POINT_LIGHTS; i++) {
      pointRay = pointLights[ i ].position + vViewPosition;
      lit += attenuated(pointTints[ i ], length(pointRay)) * shine(pointTints[ i ], normalize(pointRay));
    }
    #pragma unroll_loop_end
  #endif

  vec4 color = vec4(min(lit, vec3(1.0)), rgba.a);
  #ifdef MAP_2D
    color *= texture2D(map, vTextureAt.xy);
  #endif
  #ifdef MAP_CUBE
    color *= textureCube(map, vTextureAt);
  #endif
  gl_FragColor = color;
}
`;

/** A material that shades as MuJoCo's renderer does. */
export function surfaceMaterial(options: SurfaceOptions, tints: LightTints): ShaderMaterial {
  const [red = 0, green = 0, blue = 0, given = 1] = options.rgba;
  const faint = options.isBackOfPlane ? 0.3 * given : given;
  const transparent = faint < OPAQUE_FROM;
  // MuJoCo draws transparent geoms twice, front to back and back to front.
  const alpha = transparent ? 1 - (1 - faint) ** 2 : 1;
  const material = new ShaderMaterial({
    vertexShader,
    fragmentShader,
    lights: true,
    transparent,
    depthWrite: !transparent,
    side: options.isBackOfPlane ? BackSide : FrontSide,
    defines: options.mapKind === "none" ? {} : options.mapKind === "2d" ? { MAP_2D: "" } : { MAP_CUBE: "" },
    uniforms: UniformsUtils.clone(UniformsLib.lights),
  });
  Object.assign(material.uniforms, {
    rgba: { value: [red, green, blue, alpha] },
    emission: { value: options.emission },
    specular: { value: options.specular },
    shininess: { value: options.shininess * 128 },
    map: { value: options.map },
    mapScale: { value: options.mapScale },
    mapOffset: { value: options.mapOffset },
    ...tints,
  });
  return material;
}
